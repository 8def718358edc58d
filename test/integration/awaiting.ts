/**
 * Rules that fixtures expect reports of and that the plugin does not have yet. Their lines are left
 * out of the comparison; a name that the plugin has must go from here, or the tests fail.
 */
export const awaitedRules: readonly string[] = [];

/** Fixture folders whose reports are not right yet. One that is right must go from here. */
export const awaitedFolders: readonly string[] = [];
