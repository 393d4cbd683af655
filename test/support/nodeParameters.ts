import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

/** Every parameter of a node, those inside collections included, each right after what it stands in. */
export function everyParameterOf({ properties }: Pick<INodeTypeDescription, 'properties'>): INodeProperties[] {
	return properties.flatMap(withInner);
}

/** The parameters inside a collection or a collection of groups. */
export function innerOf(property: INodeProperties): INodeProperties[] {
	return (property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values;
		return 'type' in option ? [option] : [];
	});
}

/** What a parameter lets people choose from; nothing where it is no list of choices. */
export function choicesOf({ type, options }: INodeProperties): INodePropertyOptions[] {
	return type === 'options' || type === 'multiOptions' ? ((options ?? []) as INodePropertyOptions[]) : [];
}

function withInner(property: INodeProperties): INodeProperties[] {
	return [property, ...innerOf(property).flatMap(withInner)];
}
