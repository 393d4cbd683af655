/**
 * The same items, with the next one always asked for while the consumer works on the last: reading and working
 * overlap, and no more than one item waits. `onEnd` is called once, when the consumer is done or has stopped early.
 */
export async function* oneAhead<T>(source: AsyncGenerator<T>, onEnd: () => void): AsyncGenerator<T> {
	let next = source.next();
	try {
		for (;;) {
			const item = await next;
			if (item.done === true) return;
			next = source.next();
			// Whoever stops early does not want to hear of a failure of what was asked for ahead.
			next.catch(() => undefined);
			yield item.value;
		}
	} finally {
		onEnd();
		source.return(undefined).catch(() => undefined);
	}
}
