import { getGlobalState, setGlobalState } from 'n8n-workflow';
import { timeZoneOf } from '../../../nodes/n8n/timeZone';
import { workflowZone } from '../../../nodes/n8n/workflowZone';

const before = getGlobalState();
afterEach(() => setGlobalState(before));

const zoneOf = (timezone: string): string => workflowZone({ getTimezone: () => timezone });

describe('the time zone of a workflow', () => {
	it('is what its settings say', () => {
		expect(zoneOf('Europe/Berlin')).toBe('Europe/Berlin');
	});

	it.each(['DEFAULT', ''])('is that of the instance where they say %j', (said) => {
		for (const zone of ['Asia/Tokyo', 'America/New_York']) {
			setGlobalState({ ...before, defaultTimezone: zone });
			expect(zoneOf(said)).toBe(zone);
			expect(timeZoneOf('', zoneOf(said))).toBe(zone);
		}
	});
});
