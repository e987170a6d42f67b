package dev.weir.billing.catalogue;

import java.util.List;
import java.util.stream.Collectors;

/** A text is not a valid catalogue; carries everything that is wrong with it, from top to bottom. */
public final class InvalidCatalogueException extends Exception {

    private final transient List<CatalogueProblem> problems;

    InvalidCatalogueException(List<CatalogueProblem> problems) {
        super(problems.stream().map(CatalogueProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, from top to bottom; never empty. */
    public List<CatalogueProblem> problems() {
        return problems;
    }
}
