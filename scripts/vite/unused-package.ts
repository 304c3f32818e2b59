/** Stands in for an optional package that the program never uses; see vite.config.ts. */
export {};
