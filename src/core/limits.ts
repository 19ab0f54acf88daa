/** How large a decoder can be: a small file, link or name must not claim a large memory. */

/** The deepest public decoders have 126 layers. */
export const MAX_LAYERS = 512;
/** The widest public decoders have 18,432 values. */
export const MAX_HIDDEN = 32_768;
