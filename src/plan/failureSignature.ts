import { checksum } from '../record';
import type { FieldView } from './fieldView';

/** What a field failure was about: both sides' values and the field's mapping. Changes when trying again makes sense. */
export function failureSignature(view: Pick<FieldView, 'local' | 'remote' | 'field'>): string {
	return checksum({ local: view.local, remote: view.remote, mapping: view.field.hash }).toString('hex');
}
