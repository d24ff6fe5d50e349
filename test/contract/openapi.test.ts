import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { jobCatalogue } from '#generated/job-catalogue';
import { validators } from '#generated/validators';
import { examples } from '../../contract/examples';
import { openApiDocument } from '../../contract/openapi';
import { routes } from '../../contract/routes';
import { schemas } from '../../contract/schemas';

const document = JSON.parse(JSON.stringify(openApiDocument('https://api.example.com/dev', jobCatalogue)));

test('every route is described, with every status that it may answer', () => {
  for (const { path, method, operation, responses } of routes) {
    const described = document.paths[path][method.toLowerCase()];
    expect(described.operationId).toBe(operation);
    expect(Object.keys(described.responses)).toEqual(expect.arrayContaining(Object.keys(responses)));
  }
  const submit = document.paths['/jobs'].post.responses;
  expect(Object.keys(submit)).toEqual([
    '201',
    '400',
    '401',
    '403',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
    '504',
  ]);
});

test('a form must have the fields that JSON must have, and a file only where there is one to send', () => {
  const { schema } = document.paths['/jobs'].post.requestBody.content['multipart/form-data'];
  expect(schema.required).toEqual(schemas.SubmitJob.required);
  expect(schema.properties).toHaveProperty('file');
});

test('every path parameter is declared, and open routes ask for no key', () => {
  expect(document.paths['/jobs/{jobId}'].get.parameters[0]).toMatchObject({
    name: 'jobId',
    in: 'path',
    required: true,
  });
  expect(document.paths['/openapi.json'].get.security).toEqual([]);
  expect(document.paths['/jobs'].get).not.toHaveProperty('security');
});

test('every schema is one of JSON Schema 2020-12, and every reference leads somewhere', () => {
  const ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }));
  for (const schema of Object.values(document.components.schemas)) {
    expect(ajv.validateSchema(schema as object) || ajv.errors).toBe(true);
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name] of references) expect(document.components.schemas).toHaveProperty([name!]);
});

test.each(examples.map((example, index) => [`${index} of ${example.schema}`, example] as const))(
  'example %s is what its schema describes',
  (_name, { schema, value }) => {
    const validate = validators[schema];
    expect(validate(value) || validate.errors).toBe(true);
  },
);

test('schemas stay in the ground that draft 4 and 2020-12 share', () => {
  expect(JSON.stringify(schemas)).not.toMatch(
    /"(const|if|then|else|exclusiveMinimum|exclusiveMaximum|\$defs|examples)":/,
  );
});
