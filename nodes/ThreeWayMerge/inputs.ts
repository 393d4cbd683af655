/** The inputs the node has under some of its parameters. n8n evaluates the text of this function in its editor: it may use nothing but its argument. */
export const configuredInputs = (parameters: Readonly<Record<string, unknown>>): Array<{ type: 'main'; displayName: string }> => {
	if (parameters['source'] === 'item') return [{ type: 'main', displayName: 'Records' }];
	const names = ['Local', 'Remote'];
	if (parameters['base'] !== 'none') names.push('Base');
	if (parameters['useAuthority'] === true) names.push('Authority');
	return names.map((displayName) => ({ type: 'main', displayName }));
};
