package io.columnseal.kms.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names one KMS key: {@code arn:aws:kms:REGION:ACCOUNT:key/ID}. */
record KeyArn(String partition, String region, String account, String id) {

    private static final Pattern FORM =
            Pattern.compile("arn:(aws[a-z-]*):kms:([a-z0-9-]+):([0-9]{12}):key/([A-Za-z0-9-]+)");
    private static final String MULTI_REGION_PREFIX = "mrk-";

    /** Empty for a bare id, an alias, or anything else. */
    static Optional<KeyArn> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new KeyArn(form.group(1), form.group(2), form.group(3), form.group(4)))
                : Optional.empty();
    }

    boolean isMultiRegion() {
        return isMultiRegion(id);
    }

    /** Whether a bare id is that of a multi-region key: AWS names no other key so. */
    static boolean isMultiRegion(String id) {
        return id.startsWith(MULTI_REGION_PREFIX);
    }

    /** The replica of a multi-region key in another region; any other key stays where it is. */
    KeyArn in(String otherRegion) {
        return isMultiRegion() ? new KeyArn(partition, otherRegion, account, id) : this;
    }

    /** Whether the two are one key: replicas of a multi-region key are. */
    boolean isSameKeyAs(KeyArn other) {
        return equals(other.in(region));
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":kms:" + region + ":" + account + ":key/" + id;
    }
}
