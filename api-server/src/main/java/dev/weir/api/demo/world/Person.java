package dev.weir.api.demo.world;

import dev.weir.api.microblog.User;

/**
 * An invented person.
 *
 * @param user as the microblog knows them
 * @param language they write in
 * @param offsetHours hours ahead of UTC where they live
 * @param heavy among the quarter that writes most
 */
record Person(User user, Language language, int offsetHours, boolean heavy) {

    long id() {
        return user.id();
    }

    String username() {
        return user.username();
    }
}
