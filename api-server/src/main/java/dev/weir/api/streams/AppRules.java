package dev.weir.api.streams;

import java.util.List;

/**
 * All rules of one app as of one moment.
 *
 * @param edition grows with each change; 0 when there never were any
 * @param rules by id
 */
record AppRules(long edition, List<Rule> rules) {

    static final AppRules NONE = new AppRules(0, List.of());

    AppRules {
        rules = List.copyOf(rules);
    }
}
