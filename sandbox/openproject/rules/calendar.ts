const DAY_MS = 86_400_000;

/** Whether the text is a date of the calendar in the form YYYY-MM-DD. */
export function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && dateOf(time) === text;
}

/** Counts and moves days; some days of the week may be non-working. */
export class Calendar {
	/** `nonWorkingDays` are days of the week, 0 is Sunday. */
	constructor(private readonly nonWorkingDays: readonly number[]) {}

	/** The date itself or the next working day. */
	soonestWorkingDay(date: string): string {
		let day = timeOf(date);
		while (!this.isWorking(day)) day += DAY_MS;
		return dateOf(day);
	}

	/** The first working day after that date, once so many working days between have passed. */
	soonestAfter(date: string, lag: number): string {
		let day = timeOf(date) + DAY_MS;
		for (let left = lag; left > 0; day += DAY_MS) if (this.isWorking(day)) left -= 1;
		return this.soonestWorkingDay(dateOf(day));
	}

	/** Working days from start to due, both included; none where due is before start. */
	countDays(start: string, due: string): number {
		let count = 0;
		for (let day = timeOf(start); day <= timeOf(due); day += DAY_MS) if (this.isWorking(day)) count += 1;
		return count;
	}

	/** The due date of work that starts then and takes so many days. */
	dueAfter(start: string, days: number): string {
		return this.step(start, days, DAY_MS);
	}

	/** The start date of work that is due then and takes so many days. */
	startBefore(due: string, days: number): string {
		return this.step(due, days, -DAY_MS);
	}

	private step(from: string, days: number, stepMs: number): string {
		let day = timeOf(from);
		while (!this.isWorking(day)) day += stepMs;
		for (let left = days - 1; left > 0;) {
			day += stepMs;
			if (this.isWorking(day)) left -= 1;
		}
		return dateOf(day);
	}

	private isWorking(time: number): boolean {
		return !this.nonWorkingDays.includes(new Date(time).getUTCDay());
	}
}

function timeOf(date: string): number {
	return Date.parse(`${date}T00:00:00Z`);
}

function dateOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}
