import type { SeededRandom } from './random';

/** What people write when they plan and report field work: terse, mixed, with everything that breaks naive encoders. */

const THINGS: Readonly<Record<string, readonly string[]>> = {
	Inspect: ['condenser coils', 'emergency lighting', 'roof drains', 'sump pump', 'fire dampers', 'loading dock leveler', 'backflow preventer', 'ladder anchors'],
	Repair: ['leaking valve on line 3', 'door closer', 'compressor #2', 'cracked conduit', 'broken thermostat', 'gate motor', 'Kühlaggregat', 'railing weld'],
	Deliver: ['spare filters (24×24×2)', 'propane cylinders', 'PPE kits', '12 pallets of salt', 'signage', 'rental generator', 'crème de protection'],
	Replace: ['V-belts', 'smoke detectors', 'LED drivers', 'pressure gauge 0–10 bar', 'water heater anode', 'lock cylinder', '½" ball valve'],
	Measure: ['insulation resistance', 'airflow per diffuser', 'ground resistance < 5 Ω', 'sound level at fence', 'tank level'],
	Clean: ['grease trap', 'coil fins', 'gutters', 'server room filters', "chef's hood"],
	'Follow up on': ['warranty claim', "inspector's note", 'missing invoice', 'customer complaint', 'permit 2026/118'],
};
const VERBS = Object.keys(THINGS);

const STEPS = ['Isolate and lock out', 'Take photos before / after', 'Check torque per manual', 'Bleed the line', 'Log readings', 'Sign off with site contact', 'Order parts', 'Reset alarm', 'Update drawing'];

const REMARKS = [
	'Gate code is 4417#, ask for Mrs. Weiß.',
	'Customer says "it only happens when it rains".',
	'Part no.\tQty\tBin\nA-1102\t4\tC7\nB-77/2\t1\tD1',
	'Path on share: \\\\files\\ops\\2026\\photos',
	'⚠️ Confined space – permit required. Two people! 👷‍♀️👷',
	'Bringt bitte die große Leiter mit, die kleine reicht nicht.',
	"Don't use the north entrance; it's closed until further notice.",
	'See `pump-log.csv`, column **dP**; values > 3.5 are suspect.',
	'Readings: 3,2 / 3,4 / 9,9 (!)\n\\.\nlast line is what the logger prints.',
	'Rappeler le client avant 17h – il est très occupé.',
	'温度センサーは二階です。',
	'100% of the budget is used up, {see} <b>finance</b> & ask; \'quoted\' too.',
	'NULL readings on channel 4, \\N on channel 5.',
];

const CLOSINGS = ['', '', '\n\n---\n_Filed from the van._', '\n\nThanks 🙏', '\n\n> forwarded by dispatch'];

/** A title of at most 255 characters. */
export function titleOf(random: SeededRandom, site: string): string {
	const verb = random.pick(VERBS);
	const title = `${verb} ${random.pick(THINGS[verb]!)}`;
	if (random.happens(60)) return `${title} – ${site}`;
	return random.happens(5) ? `${random.pick(['🔥', '❄️', 'URGENT:', '[re-opened]'])} ${title}` : title;
}

const PARTS = ['Prepare', 'Get access for', 'Order parts for', 'Do', 'Test after', 'Document', 'Clean up after'];

/** A title for a part of a larger task, so long as it fits. */
export function partTitleOf(random: SeededRandom, whole: string): string {
	const title = `${random.pick(PARTS)}: ${whole}`;
	return title.length <= 200 ? title : `${random.pick(PARTS)} (see parent)`;
}

/** Markdown; null for a task that nobody described, '' for one whose text was deleted again. */
export function descriptionOf(random: SeededRandom): string | null {
	if (random.happens(12)) return null;
	if (random.happens(2)) return '';
	const remarks = Array.from({ length: 1 + random.below(3) }, () => random.pick(REMARKS));
	const steps = random.happens(40) ? `\n\n${Array.from({ length: 2 + random.below(3) }, () => `- [${random.happens(30) ? 'x' : ' '}] ${random.pick(STEPS)}`).join('\n')}` : '';
	const text = `${remarks.join('\n\n')}${steps}${random.pick(CLOSINGS)}`;
	// Typed on a Windows laptop, or with white space left at the end: what a server tidies up and a sync must not take for an edit.
	if (random.happens(5)) return text.replace(/\n/g, '\r\n');
	return random.happens(3) ? `${text}  \n` : text;
}
