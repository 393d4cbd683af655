import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { systemClock } from '../../src/openproject';
import { searchProjects } from '../n8n/listSearch/searchProjects';
import { authentication } from '../n8n/parameters/authentication';
import { openProjectCredentials } from '../n8n/parameters/credentials';
import { searchKeyFields } from './listSearch/searchKeyFields';
import { loadThings, searchThings } from './listSearch/searchThings';
import { searchWorkPackages } from './listSearch/searchWorkPackages';
import { description as catalogGetAllDescription } from './operations/catalogGetAll.operation';
import { description as addCommentDescription } from './operations/workPackageAddComment.operation';
import { description as createDescription } from './operations/workPackageCreate.operation';
import { description as deleteDescription } from './operations/workPackageDelete.operation';
import { description as getDescription } from './operations/workPackageGet.operation';
import { description as getAllDescription } from './operations/workPackageGetAll.operation';
import { description as updateDescription } from './operations/workPackageUpdate.operation';
import { description as upsertDescription } from './operations/workPackageUpsert.operation';
import { operations, resource } from './parameters/resource';
import { route } from './router';

/** Reads and writes OpenProject's work packages, and lists what they are made of. */
export class OpenProject implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenProject',
		name: 'openProject',
		icon: { light: 'file:openProject.svg', dark: 'file:openProject.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { addComment: "Add Comment", create: "Create", delete: "Delete", get: "Get", getAll: "Get Many", update: "Update", upsert: "Create or Update Many" }[$parameter["operation"]] + ": " + { priority: "Priority", project: "Project", status: "Status", type: "Type", user: "User", workPackage: "Work Package" }[$parameter["resource"]] }}',
		description: 'Read and write work packages in OpenProject, many at a time, and lose nothing',
		defaults: { name: 'OpenProject' },
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ $parameter["operation"] === "upsert" ? [{ type: "${NodeConnectionTypes.Main}", displayName: "Result" }, { type: "${NodeConnectionTypes.Main}", displayName: "Failed" }] : ["${NodeConnectionTypes.Main}"] }}`,
		usableAsTool: true,
		credentials: [...openProjectCredentials],
		properties: [
			authentication,
			resource,
			...operations,
			...addCommentDescription,
			...createDescription,
			...upsertDescription,
			...deleteDescription,
			...getDescription,
			...getAllDescription,
			...updateDescription,
			...catalogGetAllDescription,
		],
	};

	methods = {
		listSearch: {
			searchKeyFields,
			searchPeople: searchThings('user'),
			searchPriorities: searchThings('priority'),
			searchProjects,
			searchStatuses: searchThings('status'),
			searchTypes: searchThings('type'),
			searchWorkPackages,
		},
		loadOptions: { getPriorities: loadThings('priority'), getStatuses: loadThings('status'), getTypes: loadThings('type') },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this, systemClock());
	}
}
