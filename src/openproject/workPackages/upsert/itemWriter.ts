import { BatchSyncError, ConfigurationError } from '../../../errors';
import type { CustomField } from '../../customFields';
import type { Project } from '../../findProject';
import { createWorkPackage } from '../createWorkPackage';
import type { CreateKey } from '../createWorkPackage';
import { failure, outage } from '../outcome';
import type { Outcome } from '../outcome';
import type { Places } from '../places';
import { updateWorkPackage } from '../updateWorkPackage';
import type { WorkPackageWriter } from '../workPackageWriter';
import { severalHold } from './keys';
import type { Present, PresentReader } from './presentReader';
import { required } from './required';
import type { UpsertItem } from './types';

export interface ItemWriterParts {
	readonly places: Places;
	readonly writer: WorkPackageWriter;
	readonly reader: PresentReader;
	/** Where new work packages are made; null where all are found by id. */
	readonly project: Project | null;
	/** Null where they are found by id. */
	readonly keyField: CustomField | null;
	readonly requestDeadlineMs: number;
}

/** Writes single items: updates what is there, creates what is not. */
export class ItemWriter {
	constructor(private readonly parts: ItemWriterParts) {}

	/** A look-up that fails is the item's failure. */
	async write(item: UpsertItem, key: string | null, present: Present): Promise<Outcome> {
		const { places, writer, keyField } = this.parts;
		try {
			const found = key === null ? [] : (present.get(key) ?? []);
			if (found.length > 1) return failure(severalHold(key as string, found));
			if (found[0] !== undefined) return await updateWorkPackage(places, writer, { present: found[0], fields: item.fields, hints: item.hints });
			if (keyField === null && key !== null) return failure(`There is no work package ${key} that the API user can see.`);
			return await this.create(item, key);
		} catch (error) {
			if (error instanceof ConfigurationError) return failure(error.message);
			if (error instanceof BatchSyncError) return outage(error.message);
			throw error;
		}
	}

	private async create({ fields, hints }: UpsertItem, key: string | null): Promise<Outcome> {
		const { places, writer, project, requestDeadlineMs } = this.parts;
		return await createWorkPackage(places, writer, { project: required(project), fields, hints, key: this.createKey(key), requestDeadlineMs });
	}

	private createKey(key: string | null): CreateKey | null {
		const { keyField, reader } = this.parts;
		if (key === null || keyField === null) return null;
		return { property: keyField.key, value: key, isWholeNumber: keyField.type === 'Integer', find: async () => await reader.readNow(key) };
	}
}
