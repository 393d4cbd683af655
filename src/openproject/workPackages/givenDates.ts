import type { RemoteFacts } from '../../plan';
import type { JsonObject } from '../../record';
import type { DateRules } from '../../run/types';
import { datesOf } from '../../run/types';
import type { OpenProjectApi } from '../api';
import { wordsWithDate, writesDate } from '../dateWords';
import { extractRecord } from '../extractRecord';
import { readFollowers } from '../followers';
import { factsOf, isUndecided, ownSchedule } from '../schedule';
import type { WorkPackage } from './workPackage';
import { WorkingDays } from './workingDays';

const DATES = ['startDate', 'dueDate'] as const;

/** Who decides about dates that are given: they, or OpenProject with its scheduling and calendar. What has to be asked for that is asked once. */
export class GivenDates {
	private readonly followers = new WeakMap<WorkPackage, () => Promise<ReadonlySet<string>>>();
	private readonly days: WorkingDays;

	constructor(
		private readonly api: OpenProjectApi,
		private readonly rules: DateRules = datesOf({}),
	) {
		this.days = new WorkingDays(api);
	}

	/** Whether dates are kept though OpenProject schedules otherwise. */
	get areKept(): boolean {
		return this.rules.scheduling === 'keep';
	}

	/** Work packages that were read together: which of them follow others is asked of all at once, and only if one of them needs to know. */
	together(workPackages: readonly WorkPackage[]): void {
		const undecided = workPackages.filter(({ json }) => isUndecided(json));
		let asked: Promise<ReadonlySet<string>> | null = null;
		const ask = async (): Promise<ReadonlySet<string>> => await (asked ??= readFollowers(this.api, undecided.map(({ json }) => json), DATES));
		for (const one of undecided) this.followers.set(one, ask);
	}

	wordsOfCreate(body: JsonObject, isMilestone: boolean): JsonObject {
		return wordsWithDate(body, null, { rules: this.rulesFor(body), isMilestone });
	}

	/** `given`: everything that is to hold, of which the body is what differs. */
	async wordsOfUpdate(body: JsonObject, present: WorkPackage, { isMilestone, given }: { readonly isMilestone: boolean; readonly given: JsonObject }): Promise<JsonObject> {
		if (!writesDate(body)) return {};
		return wordsWithDate(body, ownSchedule(await this.factsOf(present)), { rules: this.rulesFor(given), isMilestone });
	}

	/** Of what differs, what is to be written: not what OpenProject works out, nor what it moved to a working day, where that is the choice. `given`: everything that is to hold. */
	async wanted(changes: JsonObject, present: WorkPackage, given: JsonObject): Promise<JsonObject> {
		const dates = DATES.filter((property) => Object.hasOwn(changes, property));
		const { scheduling, nonWorkingDays } = this.rulesFor(given);
		if (dates.length === 0 || (scheduling === 'keep' && nonWorkingDays === 'keep')) return changes;
		const held = extractRecord(present.json, dates);
		const facts = await this.factsOf(present);
		const isLeft = async (property: (typeof DATES)[number]): Promise<boolean> => {
			if (scheduling === 'openproject' && facts.computed.includes(property)) return true;
			return nonWorkingDays === 'openproject' && facts.schedule?.ignoresNonWorkingDays === false && (await this.days.isMoved(changes[property], held[property]));
		};
		const left = (await Promise.all(dates.map(async (property) => ((await isLeft(property)) ? [property] : [])))).flat();
		return Object.fromEntries(Object.entries(changes).filter(([property]) => !left.some((one) => one === property)));
	}

	/** One who says that a work package is scheduled automatically leaves its dates to OpenProject. */
	private rulesFor(given: JsonObject): DateRules {
		return given['scheduleManually'] === false ? { ...this.rules, scheduling: 'openproject' } : this.rules;
	}

	private async factsOf(present: WorkPackage): Promise<RemoteFacts> {
		const ask = this.followers.get(present) ?? (async () => await readFollowers(this.api, [present.json], DATES));
		return factsOf(present.json, { properties: DATES }, isUndecided(present.json) ? await ask() : new Set());
	}
}

/** Dates given that the work package holds otherwise, by what people call them; nothing where there are none. */
export function otherDates({ values, labels }: { readonly values: JsonObject; readonly labels: ReadonlyMap<string, string> }, workPackage: WorkPackage): { readonly heldOtherwise?: JsonObject } {
	const dates = DATES.filter((property) => Object.hasOwn(values, property));
	const held = extractRecord(workPackage.json, dates);
	const others = dates.filter((property) => (values[property] ?? null) !== (held[property] ?? null));
	return others.length === 0 ? {} : { heldOtherwise: Object.fromEntries(others.map((property) => [labels.get(property) ?? property, held[property] ?? null])) };
}
