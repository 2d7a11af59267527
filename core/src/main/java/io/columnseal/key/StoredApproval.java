package io.columnseal.key;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is stored: not to be believed before its authenticator is verified, or a row written by hand would be
 * somebody's approval.
 *
 * @param mac authenticates all of it
 */
public record StoredApproval(Approval approval, byte[] mac) {

    public StoredApproval {
        mac = mac.clone();
    }

    @Override
    public byte[] mac() {
        return mac.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredApproval that && approval.equals(that.approval) && Arrays.equals(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return approval.hashCode();
    }
}
