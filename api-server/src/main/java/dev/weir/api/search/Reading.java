package dev.weir.api.search;

import dev.weir.api.microblog.Accents;

/** How a query is read: the two places that take queries differ in what a word finds. */
public enum Reading {
    /** Accents make no difference; a post is found by its own text alone. */
    SEARCH(Accents.FOLDED, false),
    /** Accents make a difference; a post is found by the text of the post it quotes, too. */
    STREAM(Accents.KEPT, true);

    private final Accents accents;
    private final boolean readsQuoted;

    Reading(Accents accents, boolean readsQuoted) {
        this.accents = accents;
        this.readsQuoted = readsQuoted;
    }

    Accents accents() {
        return accents;
    }

    boolean readsQuoted() {
        return readsQuoted;
    }
}
