import { BatchSyncError } from '../../../errors';
import type { Precedence, TextOperation } from '../types';
import { TextBuilder } from './textBuilder';
import { TextReader } from './textReader';

/** The text after the operation. Throws a BatchSyncError with code `OPERATION_DOES_NOT_FIT` where it reaches beyond the text. */
export function applyText(text: string, operation: TextOperation): string {
	const parts: string[] = [];
	let at = 0;
	for (const step of operation) {
		if ('insert' in step) {
			parts.push(step.insert);
			continue;
		}
		const end = at + ('retain' in step ? step.retain : step.delete);
		if (end > text.length) throw new BatchSyncError('OPERATION_DOES_NOT_FIT', `The operation reaches to position ${end} of a text of ${text.length}. Give operations made for the base value.`);
		if ('retain' in step) parts.push(text.slice(at, end));
		at = end;
	}
	return parts.join('') + text.slice(at);
}

/** One operation that does what `first` and then `second` do. */
export function composeText(first: TextOperation, second: TextOperation): TextOperation {
	const [before, after, composed] = [new TextReader(first), new TextReader(second), new TextBuilder()];
	while (!(before.isAtEnd && after.isAtEnd)) {
		const [made, wanted] = [before.peek(), after.peek()];
		if ('insert' in wanted) {
			composed.insert(wanted.insert);
			after.take(wanted.insert.length);
		} else if ('delete' in made) {
			composed.delete(made.delete);
			before.take(made.delete);
		} else {
			const count = Math.min(before.length, after.length);
			if ('insert' in made && 'retain' in wanted) composed.insert(made.insert.slice(0, count));
			if ('retain' in made && 'retain' in wanted) composed.retain(count);
			if ('retain' in made && 'delete' in wanted) composed.delete(count);
			before.take(count);
			after.take(count);
		}
	}
	return composed.finish();
}

/**
 * The operation as it is to be applied after `other`, both made for the same text (P. Ellis, S. Gibbs, "Concurrency control in
 * groupware systems", SIGMOD 1989). Inserts in one place: the one with precedence `first` stands first.
 */
export function transformText(operation: TextOperation, other: TextOperation, precedence: Precedence): TextOperation {
	const [mine, theirs, transformed] = [new TextReader(normalText(operation)), new TextReader(normalText(other)), new TextBuilder()];
	while (!mine.isAtEnd) {
		const [step, past] = [mine.peek(), theirs.peek()];
		if ('insert' in step && (precedence === 'first' || !('insert' in past))) {
			transformed.insert(step.insert);
			mine.take(step.insert.length);
		} else if ('insert' in past) {
			transformed.retain(past.insert.length);
			theirs.take(past.insert.length);
		} else {
			const count = Math.min(mine.length, theirs.length);
			if (!('delete' in past)) {
				if ('retain' in step) transformed.retain(count);
				else transformed.delete(count);
			}
			mine.take(count);
			theirs.take(count);
		}
	}
	return transformed.finish();
}

/** The operation in its one normal form: where an insert and a delete stand in one place must not depend on who wrote it down. */
function normalText(operation: TextOperation): TextOperation {
	const built = new TextBuilder();
	for (const step of operation) {
		if ('insert' in step) built.insert(step.insert);
		else if ('retain' in step) built.retain(step.retain);
		else built.delete(step.delete);
	}
	return built.finish();
}

/** The operation that takes this one back, for the text it was made for. */
export function invertText(text: string, operation: TextOperation): TextOperation {
	const inverse = new TextBuilder();
	let at = 0;
	for (const step of operation) {
		if ('insert' in step) {
			inverse.delete(step.insert.length);
		} else if ('retain' in step) {
			inverse.retain(step.retain);
			at += step.retain;
		} else {
			inverse.insert(text.slice(at, at + step.delete));
			at += step.delete;
		}
	}
	return inverse.finish();
}
