import type { Session } from '../operations/operation';

const SHOWN = 10;

/** Says which properties of the input items were not written, where there are any. */
export function tellUnknown({ context, unknownProperties }: Session): void {
	const names = [...unknownProperties];
	if (names.length === 0) return;
	const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
	context.addExecutionHints({ message: `Not written, since work packages have no field of that name: ${names.slice(0, SHOWN).join(', ')}${more}.`, location: 'outputPane' });
}
