import type { JsonObject } from '../../record';
import { html, type Html } from '../html';
import type { OperationLine } from '../types';
import { plainWords } from '../words';
import { scrollTable } from './scrollTable';
import { shortValue } from './valueView';

const SIDES: Readonly<Record<OperationLine['side'], string>> = { local: 'Table', remote: 'OpenProject', none: 'Neither' };

/** What a run did or would do, one line for each write, with what stood there before. */
export function operationTable(caption: string, operations: readonly OperationLine[]): Html {
	const rows = operations.map((operation) => html`<tr>
		<th scope="row">${recordName(operation)}</th>
		<td>${SIDES[operation.side]}</td>
		<td>${plainWords(operation.kind)}</td>
		<td>${changesOf(operation.before, operation.values)}</td>
		<td>${operation.reason}${operation.message !== null && operation.message !== '' ? html`<br><span class="quiet">${operation.message}</span>` : null}</td>
		<td>${plainWords(operation.status)}</td></tr>`);
	return scrollTable(caption, html`<thead><tr><th scope="col">Record</th><th scope="col">Written to</th><th scope="col">What</th><th scope="col">Before and after</th><th scope="col">Why</th><th scope="col">Status</th></tr></thead><tbody>${rows}</tbody>`);
}

/** A record by title and id, for people. */
export function recordName({ title, remoteId, localKey }: { readonly title: string | null; readonly remoteId: string | null; readonly localKey: string | null }): Html {
	const id = remoteId !== null ? `#${remoteId}` : keyWords(localKey);
	return html`<bdi>${title === null || title === '' ? html`<span class="quiet">without a title</span>` : title}</bdi> <span class="quiet">${id}</span>`;
}

/** A local key, kept as a JSON array, as its values. */
export function keyWords(localKey: string | null): string {
	if (localKey === null) return '';
	try {
		const parts: unknown = JSON.parse(localKey);
		return Array.isArray(parts) ? parts.map(String).join(', ') : localKey;
	} catch {
		return localKey;
	}
}

function changesOf(before: JsonObject | null, values: JsonObject | null): Html {
	const names = [...new Set([...Object.keys(values ?? {}), ...(values === null || Object.keys(values).length === 0 ? Object.keys(before ?? {}) : [])])];
	return html`<ul class="changes">${names.map((name) => html`<li><b>${name}</b>: ${before !== null && Object.hasOwn(before, name) ? html`<del>${shortValue(before[name])}</del> ` : null}${values !== null && Object.hasOwn(values, name) ? html`<ins>${shortValue(values[name])}</ins>` : null}</li>`)}</ul>`;
}
