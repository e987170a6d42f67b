package dev.weir.api.microblog.wire;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The names that a parameter of names may hold: those we answer, and those that clients ask for but we store nothing for,
 * which are understood and left out of the answer.
 */
final class Vocabulary<E extends Enum<E>> {

    private final Class<E> type;
    private final Map<String, Optional<E>> names = new LinkedHashMap<>();

    /**
     * A vocabulary.
     *
     * @param answered all names that mean something
     * @param understood names that are left out of answers
     */
    Vocabulary(Class<E> type, Set<E> answered, Function<E, String> name, String... understood) {
        this.type = type;
        answered.forEach(each -> names.put(name.apply(each), Optional.of(each)));
        for (String each : understood) {
            names.put(each, Optional.empty());
        }
    }

    /** What a parameter asks for; a name that is not in the vocabulary is a fault. */
    Set<E> read(Parameters parameters, String parameter) {
        EnumSet<E> asked = EnumSet.noneOf(type);
        for (String name : parameters.items(parameter)) {
            Optional<E> meaning = names.get(name);
            if (meaning == null) {
                parameters.refuse(
                        parameter,
                        name,
                        "The `" + parameter + "` query parameter value [" + Parameters.shortened(name)
                                + "] is not one of " + Parameters.list(names.keySet()));
            } else {
                meaning.ifPresent(asked::add);
            }
        }
        return Collections.unmodifiableSet(asked);
    }
}
