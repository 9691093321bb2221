/** The scheme that every member of the bench holds, as its file is shipped. */
export const SCHEME = 'wenshan-huiminbao-2023';
/** A list that the scheme asks for; without it a decision would wait for a person. */
export const LIST = 'wenshan-drugs-devices';
/** Where members are insured and hospitals stand. */
export const REGION = '532601';
