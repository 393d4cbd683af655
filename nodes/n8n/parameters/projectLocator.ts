import type { INodeProperties } from 'n8n-workflow';
import { byId, byName, byUrl, locator, type Locator } from './locator';

const ADDRESS = { placeholder: 'e.g. https://openproject.example.com/projects/field-work', pattern: '^https?://[^?#]*/projects/([^/?#]+)', errorMessage: 'Not the address of an OpenProject project' };

/** A project of OpenProject by list, ID or identifier, URL, name. Its list comes from searchProjects. */
export const projectLocator = (more: Pick<Locator, 'description' | 'required'>): INodeProperties =>
	locator({ displayName: 'Project', name: 'project', search: 'searchProjects', modes: [byId('e.g. field-work', 'By ID or Identifier'), byUrl(ADDRESS), byName('e.g. Field Work')], ...more });
