import type { Route } from '../http/router';
import { activityRoutes } from './activityRoutes';
import { catalogRoutes } from './catalogRoutes';
import { customFieldRoutes } from './customFieldRoutes';
import { dayRoutes } from './dayRoutes';
import { formRoutes } from './formRoutes';
import { peopleRoutes } from './peopleRoutes';
import { planRoutes } from './planRoutes';
import { projectRoutes } from './projectRoutes';
import { relationRoutes } from './relationRoutes';
import { rootRoutes } from './rootRoutes';
import { timeEntryRoutes } from './timeEntryRoutes';
import { workPackageRoutes } from './workPackageRoutes';

/** Everything the stand-in answers to. */
export const allRoutes: readonly Route[] = [
	...rootRoutes,
	...dayRoutes,
	...catalogRoutes,
	...customFieldRoutes,
	...peopleRoutes,
	...projectRoutes,
	...planRoutes,
	...formRoutes,
	...workPackageRoutes,
	...activityRoutes,
	...timeEntryRoutes,
	...relationRoutes,
];
