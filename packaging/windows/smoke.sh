#!/bin/sh
# Runs inside the chroot with wine (packaging/windows/wine.py): what an owner does with the Windows installers.
#   smoke.sh VERSION    with /b/out/before-setup.exe, ShopDesk-VERSION-setup.exe and ShopDesk-VERSION.msi
# Reports of the self-check go to /b/out. A line "ok …" a step; the first failure ends it.
set -eu
version=$1
setup="/b/out/ShopDesk-$version-setup.exe"
local="$WINEPREFIX/drive_c/users/root/AppData/Local"
app="$local/Programs/ShopDesk"
data="$local/ShopDesk/shops"
arp='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ShopDesk'

fail() { echo "FAILED: $*"; exit 1; }
shown() { wine reg query "$arp" /v DisplayVersion 2>/dev/null | tr -d '\r' | awk '/DisplayVersion/ {print $3}'; }
until_gone() { n=0; while [ -e "$1" ]; do n=$((n + 1)); [ $n -lt 120 ] || fail "$1 is still there"; sleep 0.5; done; }
cli() { wine "$app/shopdesk-cli.exe" "$@" 2>/dev/null | cat; }
check() { # check NAME PROGRAM [VAR=value …]
    name=$1 program=$2; shift 2
    rm -f "/b/out/check-$name.json"
    code=0; env "$@" wine "$program" --self-check "Z:/b/out/check-$name.json" </dev/null >/b/out/said.txt 2>&1 || code=$?
    [ "$code" = 0 ] && [ -s "/b/out/check-$name.json" ] || { cat /b/out/said.txt; fail "self-check $name, exit code $code"; }
    echo "ok   self-check ($name)"
}

rm -rf "$app" "$local/ShopDesk"
wine /b/out/before-setup.exe /S || fail "silent installation, exit code $?"
[ -f "$app/ShopDesk.exe" ] && [ -f "$app/_internal/from_before.txt" ] || fail 'not installed'
echo "ok   installed silently: $(shown)"
mkdir -p "$data"
cli new 'C:\users\root\AppData\Local\ShopDesk\shops\my 店.shopdesk' --sample >/dev/null
[ -s "$data/my 店.shopdesk" ] || fail 'no shop was made'
orders=$(cli --shop 'C:\users\root\AppData\Local\ShopDesk\shops\my 店.shopdesk' list orders --csv | wc -l)
[ "$orders" -gt 100 ] || fail "$orders orders"

wine "$app/ShopDesk.exe" 'C:\users\root\AppData\Local\ShopDesk\shops\my 店.shopdesk' >/dev/null 2>&1 &
n=0; until [ -e "$data/my 店.shopdesk.lock" ]; do n=$((n + 1)); [ $n -lt 120 ] || fail 'the program did not start'; sleep 0.5; done
code=0; wine "$setup" /S || code=$?
[ "$code" = 2 ] || fail "installed over a running program, exit code $code"
code=0; wine "$app/Uninstall.exe" /S || code=$?
sleep 3
[ -f "$app/ShopDesk.exe" ] || fail 'uninstalled a running program'
echo 'ok   refused while running'
wine taskkill /F /IM ShopDesk.exe >/dev/null 2>&1 || true
wineserver -k || true; wineserver -w || true

wine "$setup" /S || fail "silent upgrade, exit code $?"
[ "$(shown)" = "$version" ] || fail "shown as $(shown)"
[ ! -e "$app/_internal/from_before.txt" ] || fail 'a file of the version before is still there'
[ "$(cli --version | tr -d '\r')" = "ShopDesk $version" ] || fail "$(cli --version)"
[ "$(cli --shop 'C:\users\root\AppData\Local\ShopDesk\shops\my 店.shopdesk' list orders --csv | wc -l)" = "$orders" ] || fail 'orders were lost'
wine reg query 'HKCU\Software\Classes\.shopdesk' 2>/dev/null | grep -q ShopDesk.Shop || fail 'no file type'
cmp -s "$app/ShopDesk.exe" /b/dist/shopdesk/ShopDesk.exe || fail 'not the program that was built'
echo "ok   upgraded in place to $(shown), $((orders - 1)) orders kept"

check window "$app/ShopDesk.exe"
check console "$app/shopdesk-cli.exe"
check large_screen "$app/shopdesk-cli.exe" QT_SCALE_FACTOR=2

wine "$app/Uninstall.exe" /S || fail "silent uninstallation, exit code $?"
until_gone "$app"
[ -z "$(shown)" ] || fail 'still in the list of programs'
if wine reg query 'HKCU\Software\Classes\ShopDesk.Shop' >/dev/null 2>&1; then fail 'the file type is still there'; fi
[ -s "$data/my 店.shopdesk" ] || fail 'the shop is gone'
echo 'ok   uninstalled silently: nothing left but the data'

msi="$WINEPREFIX/drive_c/Program Files/ShopDesk"
wine msiexec /i "Z:/b/out/ShopDesk-$version.msi" /qn || fail "MSI, exit code $?"
[ -f "$msi/ShopDesk.exe" ] || fail 'the MSI installed nothing'
check msi "$msi/shopdesk-cli.exe"
wine msiexec /x "Z:/b/out/ShopDesk-$version.msi" /qn || fail "MSI removal, exit code $?"
[ ! -e "$msi/ShopDesk.exe" ] || fail 'the MSI left the program behind'
echo 'ok   MSI installed and removed'
