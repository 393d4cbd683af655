import type { FieldConflicts } from '../types';
import { colour } from './colours';
import { emptyFrame, fixed, frame, label, WIDTH } from './frame';
import { element, type Content } from './markup';
import { shortNumber } from './scale';

const ROW = 20;
const TOP = 46;
const BAR = { left: 150, right: WIDTH - 60 } as const;
/** Characters of a field's name that fit beside its bar. */
const NAME_LENGTH = 22;

/** Conflicts by field: settled, waiting for a person, and those that did not last. */
export function conflictsChart(fields: readonly FieldConflicts[]): string {
	const title = 'Conflicts by field';
	if (fields.length === 0) return emptyFrame(title, 'No conflicts were found in this time.');
	const largest = Math.max(...fields.map(({ found }) => found));
	const total = fields.reduce((sum, { found }) => sum + found, 0);
	return frame(
		{
			title, description: `${total} conflicts, most of them in ${nameOf(fields[0] as FieldConflicts)}.`, height: TOP + fields.length * ROW + 8,
			series: [{ name: 'settled', colour: 'good' }, { name: 'waiting for a person', colour: 'notice' }, { name: 'gone by themselves', colour: 'quiet' }],
		},
		...fields.map((field, index) => rowOf(field, TOP + index * ROW, largest)),
	);
}

function nameOf({ field }: FieldConflicts): string {
	if (field === '*') return 'whole record';
	return field.length > NAME_LENGTH ? `${[...field].slice(0, NAME_LENGTH - 1).join('')}…` : field;
}

function rowOf(conflicts: FieldConflicts, y: number, largest: number): Content {
	const { found, settled, open } = conflicts;
	const parts = [['good', settled], ['notice', open], ['quiet', Math.max(0, found - settled - open)]] as const;
	let x: number = BAR.left;
	return element(
		'g', {}, element('title', {}, `${nameOf(conflicts)}: ${found} found, ${settled} settled, ${open} waiting for a person`),
		label(nameOf(conflicts), { x: BAR.left - 8, y: y + 11, anchor: 'end' }),
		parts.map(([shown, count]) => {
			const width = (count / largest) * (BAR.right - BAR.left);
			const at = x;
			x += width;
			return count === 0 ? null : element('rect', { x: fixed(at), y, width: Math.max(0.5, fixed(width)), height: ROW - 6, style: `fill:${colour(shown)}` });
		}),
		label(shortNumber(found), { x: x + 6, y: y + 11 }),
	);
}
