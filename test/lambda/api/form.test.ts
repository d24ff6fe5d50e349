import { isForm, readForm } from '../../../lambda/api/form';

const boundary = 'edge';
const form = (...parts: string[]) =>
  Buffer.from(parts.map(part => `--${boundary}\r\n${part}\r\n`).join('') + `--${boundary}--\r\n`);
const read = (...parts: string[]) => readForm(`multipart/form-data; boundary=${boundary}`, form(...parts));

test('a part without a name is refused by an error that has a field', async () => {
  const nameless = 'Content-Disposition: form-data\r\n\r\nvalue';
  await expect(read(nameless, nameless)).rejects.toMatchObject({
    errors: [{ field: '' }, { field: '' }],
  });
});

test('a field that comes twice is refused by its name', async () => {
  const name = 'Content-Disposition: form-data; name="name"\r\n\r\nvalue';
  await expect(read(name, name)).rejects.toMatchObject({
    errors: [{ field: 'name', detail: 'comes twice; send it once' }],
  });
});

test('a form whose type names no boundary is refused in words that do', async () => {
  expect(isForm('multipart/form-data')).toBe(true);
  await expect(readForm('multipart/form-data', form())).rejects.toMatchObject({
    code: 'malformed_request',
    message: expect.stringMatching(/boundary/i),
  });
});
