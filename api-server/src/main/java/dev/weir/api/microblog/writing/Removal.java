package dev.weir.api.microblog.writing;

/** What became of a wish to take something back that a user has written. */
public enum Removal {
    /** It is gone, now or since an earlier request. */
    GONE,
    /** It never was there, or another removed it. */
    NOT_FOUND,
    /** It is someone else's. */
    NOT_YOURS
}
