package io.columnseal.key;

import java.time.Duration;

/**
 * A process that seals with the keys of a store, as it last said itself.
 *
 * @param id random, another one in every process
 * @param application what the process is called in the settings
 * @param revision all changes of the key table up to this one have taken effect there
 * @param silence how long ago that was said, by the clock of the store
 */
public record KnownNode(String id, String application, long revision, Duration silence) {}
