const IDENTIFIER_PREFIX = 'urn:openproject-org:api:v3:errors:';

export type ErrorIdentifier =
	| 'BadRequest'
	| 'InvalidQuery'
	| 'InvalidSignal'
	| 'InvalidRequestBody'
	| 'Unauthenticated'
	| 'MissingPermission'
	| 'NotFound'
	| 'UpdateConflict'
	| 'PropertyConstraintViolation'
	| 'PropertyIsReadOnly'
	| 'PropertyFormatError'
	| 'ResourceTypeMismatch'
	| 'MultipleErrors'
	| 'TooManyRequests'
	| 'InternalServerError';

const STATUS: Record<ErrorIdentifier, number> = {
	BadRequest: 400,
	InvalidQuery: 400,
	InvalidSignal: 400,
	InvalidRequestBody: 400,
	Unauthenticated: 401,
	MissingPermission: 403,
	NotFound: 404,
	UpdateConflict: 409,
	PropertyConstraintViolation: 422,
	PropertyIsReadOnly: 422,
	PropertyFormatError: 422,
	ResourceTypeMismatch: 422,
	MultipleErrors: 422,
	TooManyRequests: 429,
	InternalServerError: 500,
};

/** An answer of the API that is an error, in its own JSON. */
export class ApiError extends Error {
	readonly status: number;

	constructor(
		readonly identifier: ErrorIdentifier,
		message: string,
		readonly extra: { readonly details?: Readonly<Record<string, unknown>>; readonly errors?: readonly ApiError[]; readonly headers?: Readonly<Record<string, string>> } = {},
	) {
		super(message);
		this.name = 'ApiError';
		this.status = STATUS[identifier];
	}

	toJson(): Record<string, unknown> {
		const embedded = {
			...(this.extra.details === undefined ? {} : { details: this.extra.details }),
			...(this.extra.errors === undefined ? {} : { errors: this.extra.errors.map((error) => error.toJson()) }),
		};
		return {
			_type: 'Error',
			errorIdentifier: IDENTIFIER_PREFIX + this.identifier,
			message: this.message,
			...(Object.keys(embedded).length === 0 ? {} : { _embedded: embedded }),
		};
	}
}

/** One error as it is, several wrapped into MultipleErrors. */
export function mergeErrors(errors: readonly ApiError[]): ApiError {
	const first = errors[0];
	if (first === undefined) throw new Error('There is no error to answer with.');
	return errors.length === 1 ? first : new ApiError('MultipleErrors', 'Multiple field constraints have been violated.', { errors });
}

export const notFound = (): ApiError => new ApiError('NotFound', 'The requested resource could not be found.');
export const missingPermission = (): ApiError => new ApiError('MissingPermission', 'You are not authorized to access this resource.');
export const updateConflict = (): ApiError => new ApiError('UpdateConflict', 'Could not update the resource because of conflicting modifications.');
export const invalidQuery = (message: string): ApiError => new ApiError('InvalidQuery', message);

/** A value that breaks a rule. */
export function violation(attribute: string, message: string): ApiError {
	return new ApiError('PropertyConstraintViolation', message, { details: { attribute } });
}

/** A property that cannot be written, or not now. */
export function readOnlyProperty(attribute: string): ApiError {
	return new ApiError('PropertyIsReadOnly', `${humanName(attribute)} was attempted to be written but is not writable.`, { details: { attribute } });
}

/** A value of the wrong form. */
export function formatError(attribute: string, expected: string, given: unknown): ApiError {
	return new ApiError('PropertyFormatError', `Invalid format for property '${attribute}': Expected format like '${expected}', but got '${String(given)}'.`, { details: { attribute } });
}

/** 'dueDate' as people read it: 'Due date'. */
export function humanName(attribute: string): string {
	const words = attribute.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
	return words.charAt(0).toUpperCase() + words.slice(1);
}
