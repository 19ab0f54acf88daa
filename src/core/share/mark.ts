/** What stands before a session in an address: by itself, so that a page can look for it without reading how to share. */
export const SESSION_MARK = '?session=';
