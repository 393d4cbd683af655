/** One measured number. */
export interface Figure {
	/** Stable key in results.json, e.g. 'upsert_insert_all_vs_psql'. */
	readonly name: string;
	readonly value: number;
	/** e.g. 's', 'MB', 'ratio', 'writes/s'. */
	readonly unit: string;
	/** What is aimed at; null: for information. */
	readonly goal: number | null;
	/** Which way is good. */
	readonly better: 'lower' | 'higher';
}

/** A figure without goal. */
export function information(name: string, value: number, unit: string, better: Figure['better'] = 'lower'): Figure {
	return { name, value, unit, goal: null, better };
}

/** Whether the goal is reached; null where there is none. */
export function isMet({ value, goal, better }: Figure): boolean | null {
	if (goal === null) return null;
	return better === 'lower' ? value <= goal : value >= goal;
}

/** The same figures as mere information: goals hold at the default sizes only. */
export function withoutGoals(figures: readonly Figure[]): readonly Figure[] {
	return figures.map((figure) => ({ ...figure, goal: null }));
}

/** A number of records as it stands in names: 100k, 1500. */
export function sizeName(count: number): string {
	return count >= 1000 && count % 1000 === 0 ? `${count / 1000}k` : String(count);
}
