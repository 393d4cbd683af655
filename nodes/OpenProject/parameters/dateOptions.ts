import { dateOptionsFor } from '../../n8n/parameters/dateOptions';

export const dateOptions = dateOptionsFor({
	onFreeDay: 'What happens to a date on a weekend or holiday',
	moved: 'It becomes the next working day',
	kept: 'Keep the Given Dates',
	workedOut: 'Dates it works out stay as they are, and the result says which',
});
