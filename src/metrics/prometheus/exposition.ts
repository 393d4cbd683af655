/** One measured value with its labels, in the order they are to be written. */
export interface Sample {
	/** Added to the name of the family: '_sum', '_count'; default none. */
	readonly suffix?: '_sum' | '_count';
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
}

/** All samples of one metric. */
export interface MetricFamily {
	readonly name: string;
	readonly help: string;
	readonly type: 'counter' | 'gauge' | 'summary';
	readonly samples: readonly Sample[];
}

/**
 * Metrics in Prometheus' text format, version 0.0.4: one HELP and TYPE per family, its samples behind them, a line feed at the end.
 * Families without samples are left out.
 */
export function exposition(families: readonly MetricFamily[]): string {
	return families.filter(({ samples }) => samples.length > 0).map(familyText).join('');
}

function familyText({ name, help, type, samples }: MetricFamily): string {
	const lines = samples.map(({ suffix = '', labels, value }) => `${name}${suffix}${labelText(labels)} ${numberText(value)}\n`);
	return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`);
	return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
	return String(value);
}
