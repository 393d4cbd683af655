import { violation, type ApiError } from '../http/apiError';
import type { Rule } from './checks';
import type { Progress } from './progress';

/** Work, remaining work and % complete by themselves and together. Seen on 15.4.0, 29 November 2026. */
export const checkProgress: Rule = ({ draft, changed }) => {
	const outOfRange = rangeErrors(draft);
	if (outOfRange.length > 0) return outOfRange;
	const { estimatedHours, remainingHours, percentageDone } = draft;
	if (percentageDone !== 100 && estimatedHours !== null && remainingHours !== null && remainingHours > estimatedHours) {
		return [
			...(changed.has('estimatedHours') ? [violation('estimatedTime', 'Work cannot be lower than Remaining work.')] : []),
			...(changed.has('remainingHours') ? [violation('remainingTime', 'Remaining work cannot be higher than Work.')] : []),
		];
	}
	return [...missingErrors(draft), ...disagreement(draft)];
};

function rangeErrors({ estimatedHours, remainingHours, percentageDone }: Progress): readonly ApiError[] {
	return [
		...(percentageDone !== null && (percentageDone < 0 || percentageDone > 100) ? [violation('percentageDone', '% Complete must be between 0 and 100.')] : []),
		...(estimatedHours !== null && estimatedHours < 0 ? [violation('estimatedTime', 'Work must be greater than or equal to 0.')] : []),
		...(remainingHours !== null && remainingHours < 0 ? [violation('remainingTime', 'Remaining work must be greater than or equal to 0.')] : []),
	];
}

function missingErrors({ estimatedHours, remainingHours, percentageDone }: Progress): readonly ApiError[] {
	if (percentageDone === 100) return remainderOfAll({ estimatedHours, remainingHours });
	if (estimatedHours === null) return remainingHours !== null && percentageDone !== null ? [violation('estimatedTime', 'Work must be set when Remaining work and % Complete are set.')] : [];
	if (remainingHours === null) return percentageDone === null ? [] : [violation('remainingTime', 'Remaining work must be set when Work and % Complete are set.')];
	return percentageDone === null && estimatedHours !== 0 ? [violation('percentageDone', '% Complete must be set when Work and Remaining work are set.')] : [];
}

/** Where everything is done, nothing remains. */
function remainderOfAll({ estimatedHours, remainingHours }: Pick<Progress, 'estimatedHours' | 'remainingHours'>): readonly ApiError[] {
	if (estimatedHours === null) return remainingHours === null ? [] : [violation('remainingTime', 'Remaining work must be empty when Work is empty and % Complete is 100%.')];
	return remainingHours === 0 ? [] : [violation('remainingTime', 'Remaining work must be 0h when Work is set and % Complete is 100%.')];
}

/** % complete may be off by less than one from what follows from the other two. */
function disagreement({ estimatedHours, remainingHours, percentageDone }: Progress): readonly ApiError[] {
	if (estimatedHours === 0) return percentageDone === null ? [] : [violation('percentageDone', '% Complete cannot be set when work is zero.')];
	if (estimatedHours === null || remainingHours === null || percentageDone === null || percentageDone === 100) return [];
	const least = Math.trunc((100 * (estimatedHours - remainingHours)) / estimatedHours);
	return percentageDone >= least && percentageDone <= least + 1 ? [] : [violation('percentageDone', '% Complete does not match Work and Remaining work')];
}
