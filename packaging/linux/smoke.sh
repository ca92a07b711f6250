#!/bin/sh
# Runs inside a clean chroot (packaging/linux/smoke.py sets it up): what an owner does with the package, and what goes wrong.
#   smoke.sh PREVIOUS.deb NEW.deb OUT
# OUT gets the reports of the self-check. A line "ok …" a step; the first failure ends it.
set -eu
previous=$1 new=$2 out=$3
owner='Ana 🛍 López'
home="/home/$owner"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt='apt-get -q -y --no-install-recommends'

as_owner() { # as a plain user whose folder has spaces and an emoji
    setpriv --reuid=4242 --regid=4242 --clear-groups env -i HOME="$home" LC_ALL=C.UTF-8 PATH=/usr/bin:/bin "$@"
}
check() { # check NAME [VAR=value …]: the self-check under a display of its own
    name=$1; shift
    as_owner "$@" timeout 300 xvfb-run -a shopdesk --self-check "/tmp/check-$name.json" >"/tmp/check-$name.txt" 2>&1 ||
        { cat "/tmp/check-$name.txt"; echo "FAILED: self-check $name"; exit 1; }
    cp "/tmp/check-$name.json" "$out/"
    echo "ok   self-check ($name)"
}

mkdir -p "$home" && chown 4242:4242 "$home" && chmod 700 "$home" && chmod 1777 /tmp
$apt update >/dev/null

find / -xdev -not -path '/proc/*' -iname '*shopdesk*' -not -path '/tmp/*' -not -path '/smoke/*' | sort >/tmp/before

# no room: the installation fails in words, and nothing is half there
mkdir /tmp/small && mount -t tmpfs -o size=60m tmpfs /tmp/small
mkdir -p /usr/lib/shopdesk && mount --bind /tmp/small /usr/lib/shopdesk
if $apt install "$new" >/tmp/full.txt 2>&1; then echo 'FAILED: installed into a full disk'; exit 1; fi
grep -q 'No space left on device' /tmp/full.txt
umount /usr/lib/shopdesk && umount /tmp/small
test ! -e /usr/bin/shopdesk
echo 'ok   a full disk is refused in words'

$apt install "$previous" >/tmp/install.txt 2>&1 || { tail -20 /tmp/install.txt; exit 1; }
echo "ok   installed $(dpkg-query -W -f '${Version}' shopdesk)"
as_owner shopdesk new "$home/My shop.shopdesk" --sample >/dev/null
orders=$(as_owner shopdesk --shop "$home/My shop.shopdesk" list orders --csv | wc -l)

$apt install "$new" >/tmp/upgrade.txt 2>&1 || { tail -20 /tmp/upgrade.txt; exit 1; }
test "$(as_owner shopdesk --version)" = "ShopDesk $(dpkg-query -W -f '${Version}' shopdesk)"
test "$(as_owner shopdesk --shop "$home/My shop.shopdesk" list orders --csv | wc -l)" = "$orders"
echo "ok   upgraded to $(dpkg-query -W -f '${Version}' shopdesk), $((orders - 1)) orders kept"

missing=$(find /usr/lib/shopdesk -type f -name '*.so*' -exec sh -c \
    'for f; do LD_LIBRARY_PATH=/usr/lib/shopdesk/_internal ldd "$f" 2>/dev/null | grep "not found" | sed "s|^|$f|"; done' _ {} +)
test -z "$missing" || { echo "FAILED: libraries missing: $missing"; exit 1; }
echo 'ok   every library finds what it needs'

check plain
check chinese LANG=zh_CN.UTF-8 LANGUAGE=zh_CN
check large_screen QT_SCALE_FACTOR=2

# a data folder that cannot be written: words, no crash, no traceback
mkdir -p "$home/.local/share/ShopDesk" && chown -R 0:0 "$home/.local" && chmod -R 555 "$home/.local"
code=0; as_owner shopdesk new "$home/.local/share/ShopDesk/my.shopdesk" --sample >/tmp/closed.txt 2>&1 || code=$?
test "$code" = 3 || { cat /tmp/closed.txt; echo "FAILED: closed data folder, exit code $code"; exit 1; }
if grep -q Traceback /tmp/closed.txt; then cat /tmp/closed.txt; echo 'FAILED: closed data folder, traceback'; exit 1; fi
code=0; as_owner timeout 15 xvfb-run -a shopdesk >/tmp/closed-window.txt 2>&1 || code=$?
if grep -q Traceback /tmp/closed-window.txt || [ "$code" != 124 ]; then
    cat /tmp/closed-window.txt; echo "FAILED: closed data folder, window, exit code $code"; exit 1
fi
chmod -R 755 "$home/.local"
echo "ok   a data folder that cannot be written: $(tail -1 /tmp/closed.txt)"

test -z "$(LC_ALL=C.UTF-8 fc-list :lang=zh 2>/dev/null || true)"
echo 'ok   no fonts for Chinese, no printer, no keyring in this system: the checks above passed without'

$apt purge shopdesk >/tmp/purge.txt 2>&1 || { tail -20 /tmp/purge.txt; exit 1; }
find / -xdev -not -path '/proc/*' -iname '*shopdesk*' -not -path '/tmp/*' -not -path '/smoke/*' -not -path '/home/*' |
    grep -v -e '^/var/log/' -e '^/var/cache/' | sort >/tmp/after || true
diff /tmp/before /tmp/after || { echo 'FAILED: something was left behind'; exit 1; }
test -s "$home/My shop.shopdesk"
echo 'ok   purged: nothing left but the data'
