import type { IHookFunctions } from 'n8n-workflow';

/** Webhook methods of a trigger whose addresses are known to n8n alone: there is nothing elsewhere to check, make or take away. */
export const nothingElsewhere = {
	async checkExists(this: IHookFunctions): Promise<boolean> {
		return true;
	},
	async create(this: IHookFunctions): Promise<boolean> {
		return true;
	},
	async delete(this: IHookFunctions): Promise<boolean> {
		return true;
	},
};
