/**
 * All delays of model, tools and retries are those of reality times this. It weighs waiting against
 * computing: results of different scales are never compared.
 */
export const timeScale = 0.05;
