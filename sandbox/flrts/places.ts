/** A place that work is done at. */
export interface Site {
	readonly id: string;
	readonly name: string;
	readonly city: string;
	readonly latitude: number;
	readonly longitude: number;
}

export const SITES: readonly Site[] = (
	[
		['Harbor Cold Storage', 'Newark, NJ', 40.702, -74.154],
		['Linden Pump Station 4', 'Linden, NJ', 40.622, -74.244],
		['Café Müller – Hauptstraße', 'Philadelphia, PA', 39.952, -75.165],
		['Riverside Elementary', 'Trenton, NJ', 40.217, -74.743],
		['Depot "North Yard"', 'Albany, NY', 42.652, -73.756],
		['Quai Saint-Étienne', 'Buffalo, NY', 42.886, -78.878],
		['Cedar Ridge Substation', 'Scranton, PA', 41.409, -75.662],
		['Mill Street Clinic', 'Hartford, CT', 41.764, -72.685],
		['Peña & Sons Warehouse', 'Camden, NJ', 39.926, -75.119],
		['Tower 7 (rooftop units)', 'New York, NY', 40.713, -74.006],
	] as const
).map(([name, city, latitude, longitude], index) => ({ id: `0b000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`, name, city, latitude, longitude }));
