import type { Access } from '../data/access';
import { mergeErrors, type ApiError } from '../http/apiError';
import { allowedValues, type AllowedValues, type FormSubject } from './allowedValues';
import { formPayload } from './formPayload';
import type { Json } from './primitives';
import { schemaHead, schemaHref, schemaProperties } from './schema';

/** A form: what would be written, what may be written, and what is wrong with it. */
export interface Form extends FormSubject {
	readonly access: Access;
	readonly errors: readonly ApiError[];
	readonly self: string;
	/** Where it can be written, if nothing is wrong with it and the user may. */
	readonly commit: { readonly href: string; readonly method: 'post' | 'patch' } | null;
}

/** A form as the API gives it, always with 200. Seen on 15.4.0, 29 November 2026. */
export function representForm(form: Form): Json {
	const here = { href: form.self, method: 'post' };
	return {
		_type: 'Form',
		_embedded: { payload: formPayload(form), schema: formSchema(form), validationErrors: errorsByProperty(form.errors) },
		_links: {
			self: here,
			validate: here,
			previewMarkup: { href: '/api/v3/render/markdown', method: 'post' },
			...(form.commit === null || form.errors.length > 0 ? {} : { commit: form.commit }),
		},
	};
}

function formSchema(form: Form): Json {
	const { instance, access, draft } = form;
	const allowed = allowedValues(form);
	const properties = schemaProperties({ instance, access, projectId: draft.projectId, typeId: draft.typeId });
	const entries = Object.entries(properties).map(([name, property]) => [name, withAllowedValues(property as Json, allowed[name])]);
	return { ...schemaHead(), ...Object.fromEntries(entries), _links: { attachments: { href: null }, baseSchema: { href: schemaHref(draft.projectId, draft.typeId) } } };
}

/** Values are linked where the property can be written, and embedded in any case. */
function withAllowedValues(property: Json, allowed: AllowedValues | undefined): Json {
	if (allowed === undefined) return property;
	if ('href' in allowed) return { ...property, _links: allowed.href === null ? {} : { allowedValues: { href: allowed.href } } };
	const links = allowed.values.map((value) => linkOf(value));
	return { ...property, _embedded: { allowedValues: allowed.values }, _links: property.writable === true ? { allowedValues: links } : {} };
}

function linkOf(value: Json): Json {
	const { self } = value._links as { readonly self: Json };
	return { href: self.href, title: self.title };
}

function errorsByProperty(errors: readonly ApiError[]): Json {
	const byProperty = new Map<string, ApiError[]>();
	for (const error of errors) {
		const property = String(error.extra.details?.attribute ?? 'base');
		byProperty.set(property, [...(byProperty.get(property) ?? []), error]);
	}
	return Object.fromEntries([...byProperty].map(([property, found]) => [property, mergeErrors(found).toJson()]));
}
