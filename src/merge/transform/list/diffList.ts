import { canonicalJson } from '../../../record';
import type { Json } from '../../../record';
import { diffTokens } from '../../text/diffTokens';
import { tokenNumberer } from '../../text/numberTokens';
import { countSteps } from '../../text/stepCounter';
import type { ListOperation } from '../types';
import { ListBuilder } from './listBuilder';

const STEP_LIMIT = 10_000_000;

/** The operation that makes `after` of `before`. An item that is gone in one place and new in another was moved. Bounded in steps. */
export function diffList(before: readonly Json[], after: readonly Json[]): ListOperation {
	const number = tokenNumberer();
	const [old, now] = [number(before.map(canonicalJson)), number(after.map(canonicalJson))];
	const hunks = diffTokens(old, now, countSteps(STEP_LIMIT));
	const gone = new Map<number, number[]>();
	for (const { before: range } of [...hunks].reverse()) {
		for (let index = range.end - 1; index >= range.start; index -= 1) {
			const token = old[index] as number;
			const places = gone.get(token);
			if (places === undefined) gone.set(token, [index]);
			else places.push(index);
		}
	}
	const movedTo = new Map<number, number>();
	for (const { after: range } of hunks) {
		for (let index = range.start; index < range.end; index += 1) {
			const from = gone.get(now[index] as number)?.pop();
			if (from !== undefined) movedTo.set(index, from);
		}
	}
	return operationOf(hunks, after, movedTo);
}

function operationOf(hunks: ReturnType<typeof diffTokens>, after: readonly Json[], movedTo: ReadonlyMap<number, number>): ListOperation {
	const built = new ListBuilder();
	const isMoved = new Set(movedTo.values());
	let at = 0;
	for (const hunk of hunks) {
		built.retain(hunk.before.start - at);
		for (let index = hunk.after.start; index < hunk.after.end; index += 1) {
			const from = movedTo.get(index);
			if (from === undefined) built.insert([after[index] as Json]);
			else built.drop(from);
		}
		for (at = hunk.before.start; at < hunk.before.end; at += 1) {
			if (isMoved.has(at)) built.pick(at);
			else built.remove(1);
		}
	}
	return built.finish();
}
