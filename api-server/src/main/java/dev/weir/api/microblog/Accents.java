package dev.weir.api.microblog;

/** What accents and other marks that decorate a letter mean for the words of a text. */
public enum Accents {
    /** Nothing: {@code cafe} and {@code Café} are one word. So the index has it, and search. */
    FOLDED,
    /** Something: {@code cafe} and {@code café} are two words. So streams have it. Case and width are folded alike. */
    KEPT;

    String fold(String word) {
        return this == FOLDED ? Folding.fold(word) : Folding.foldCase(word);
    }
}
