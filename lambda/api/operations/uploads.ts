import { validators } from '#generated/validators';
import type { CreateUpload } from '../../../contract/schemas';
import { DomainError } from '../../core/domain-error';
import { createUpload, type UploadPorts } from '../../core/files/uploads';
import { fieldErrors } from '../../core/submit/field-errors';
import type { Operation } from '../router';

export function createUploadOperation(ports: UploadPorts): Operation {
  return async request => {
    const body = request.json();
    const validate = validators.CreateUpload;
    if (!validate(body)) {
      throw new DomainError('invalid_request', 'The body is not what POST /uploads takes; see errors.', {
        errors: fieldErrors(validate.errors),
      });
    }
    return { status: 201, body: await createUpload(ports, request.tenant, body as CreateUpload) };
  };
}
