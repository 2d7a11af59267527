/**
 * The program behind {@code ./demo}: two clinics keep patients in one H2 database; one of them rotates its key; somebody
 * attacks. {@link io.columnseal.sample.demo.Demo} tells the story, everything else is what it needs to be told.
 */
package io.columnseal.sample.demo;
