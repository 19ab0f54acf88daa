/**
 * Facts about English that sentence splitting needs: abbreviations of newspaper prose, words that often begin a
 * sentence, and common words that are written small inside one. Put together by hand; Punkt learns the same kinds of
 * facts from a corpus.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Lower-case, without the last full stop. Latin ones such as "e.g" and "etc" are rare in newspapers and not here. */
export const ABBREVIATIONS = words(`
  mr mrs ms messrs dr prof rev hon sen sens rep reps gov gen lt col maj sgt capt adm cmdr pres jr sr st
  corp inc co cos ltd bros cie s.a n.v a.g s.p.a p.l.c dept
  jan feb aug sept oct nov dec mon tues wed thurs fri sat sun
  ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn
  tenn tex va vt wash wis wyo w.va n.c n.d n.h n.j n.m n.y s.c s.d r.i d.c l.a
  u.s u.k u.n u.s.a u.s.s.r e.c a.m p.m ph.d m.d b.a m.a m.b.a d.d.s r.n
  ave blvd rd ft mt yr yrs vs v chg ct
`);

/** Capitalised after an abbreviation, these begin a new sentence. */
export const SENTENCE_STARTERS = words(`
  a an the this that these those he she it we they i you his her its our their my your there here
  but and or so yet for nor in on at by as if of to from with without after before since when while where what why who
  whose which how although though because until once unless however moreover meanwhile still also then thus therefore
  instead indeed perhaps maybe some many most more much several few each every both another other others such all any no
  not nobody nothing everyone everything one two three not now today yesterday tomorrow later
  is are was were do does did can could will would should may might must have has had let
`);

/** Other words that are common enough to be seen without a capital; a capital on one is the start of a sentence. */
export const COMMON_WORDS = words(`
  part section chapter point step item question answer next last first second third fourth fifth final another
  done good bad nice fine great stop go come see look wait turn take make get give put keep try use read write say said
  tell ask call work play run walk talk think know want need like love hate feel help show start end begin finish
  people man men woman women child children boy girl friend family person student students teacher doctor nobody
  time day days week month year years morning evening night hour minute thing things way place home room door window
  water food bread soup dinner lunch coffee tea book books song music train trains car cars boat road garden
  tree trees sky light rain snow wind cold hot warm old young big small long short early late soon never always
  often sometimes again almost only just very too quite rather even ever already finally suddenly
  text title note list end quiet please thanks yes maybe sure hello prices sales profits x y z
`);
