/** Where the page in front of the console is: a separate security origin. */
export const startOrigin = 'app://start';
export const startUrl = `${startOrigin}/`;
