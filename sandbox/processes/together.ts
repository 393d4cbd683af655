/**
 * Runs several things side by side. As soon as one fails the others are asked to stop, and only when all have ended is the
 * first failure thrown: so nothing still starts things while others clean up.
 */
export async function together<T extends readonly unknown[]>(
	outer: AbortSignal,
	tasks: { readonly [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> },
): Promise<T> {
	const failed = new AbortController();
	const signal = AbortSignal.any([outer, failed.signal]);
	let first: { readonly error: unknown } | undefined;
	const results = await Promise.all(
		tasks.map(async (task) => {
			try {
				return await task(signal);
			} catch (error) {
				first ??= { error };
				failed.abort(error);
				return undefined;
			}
		}),
	);
	if (first !== undefined) throw first.error;
	return results as unknown as T;
}
