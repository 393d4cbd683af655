import type { RunStatus } from '../../run/types';
import { html, type Html } from '../html';
import { STATUS_WORDS } from '../words';

const TONES: Readonly<Record<RunStatus, 'good' | 'fair' | 'bad' | 'plain'>> = {
	running: 'plain',
	done: 'good',
	partial: 'fair',
	stopped_by_guard: 'bad',
	skipped: 'plain',
	previewed: 'plain',
	cancelled: 'fair',
	failed: 'bad',
};

/** A run's status in words, with a colour. */
export function statusBadge(status: RunStatus): Html {
	return html`<span class="badge ${TONES[status]}">${STATUS_WORDS[status]}</span>`;
}
