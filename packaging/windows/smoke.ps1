# On a real Windows: install silently, have the installed program check itself, upgrade over it, uninstall silently.
# What an owner's shop would be stays. Any failure ends it with exit code 1.
$ErrorActionPreference = "Stop"
$root = Resolve-Path (Join-Path $PSScriptRoot "..\..")
$setup = Get-ChildItem (Join-Path $root "dist\ShopDesk-*-setup.exe") | Select-Object -First 1
$app = Join-Path $env:LOCALAPPDATA "Programs\ShopDesk"
$data = Join-Path $env:LOCALAPPDATA "ShopDesk\shops"
$arp = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\ShopDesk"

function Run($file, $words, $wanted = 0) {
    $done = Start-Process -FilePath $file -ArgumentList $words -Wait -PassThru
    if ($done.ExitCode -ne $wanted) { throw "$file ${words}: exit code $($done.ExitCode), wanted $wanted" }
}

Run $setup.FullName "/S"
New-Item -ItemType Directory -Force $data | Out-Null
& "$app\shopdesk-cli.exe" new "$data\my shop.shopdesk" --sample
if ($LASTEXITCODE) { throw "no shop was made" }

$running = Start-Process "$app\ShopDesk.exe" "`"$data\my shop.shopdesk`"" -PassThru
while (-not (Test-Path "$data\my shop.shopdesk.lock")) { Start-Sleep -Milliseconds 200 }
Run $setup.FullName "/S" 2
Stop-Process -Id $running.Id
$running.WaitForExit()

Run $setup.FullName "/S"
if (-not (Get-ItemProperty $arp).DisplayVersion) { throw "not in the list of programs" }
foreach ($program in "ShopDesk.exe", "shopdesk-cli.exe") {
    $report = Join-Path $env:TEMP "check-$program.json"
    Run "$app\$program" "--self-check `"$report`""
    $found = Get-Content $report -Raw | ConvertFrom-Json
    if (-not $found.ok) { throw "self-check: $($found.failed)" }
    "$program: $(($found.steps | Where-Object title -eq start).found)"
}

Run "$app\Uninstall.exe" "/S"
for ($n = 0; (Test-Path $app) -and $n -lt 100; $n++) { Start-Sleep -Milliseconds 300 }
if (Test-Path $app) { throw "the program was left behind" }
if (Test-Path $arp) { throw "still in the list of programs" }
if (-not (Test-Path "$data\my shop.shopdesk")) { throw "the shop is gone" }
"ok"
