"""Writes the WiX source of the MSI for managed machines: per machine, upgraded in place, no questions. ``wixl``
(Debian's ``wixl``, in msitools) builds it here; WiX itself takes the same file on Windows. Standard library only.
"""

from __future__ import annotations

import shutil
import subprocess
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

#: Never changed: by it Windows knows that two versions are the same program.
UPGRADE_CODE = "6B0C7B64-6E0D-4C53-9D5B-5F6C9A0C2D41"
_NAMESPACE = uuid.UUID("9d3a3a5e-6f1b-4c8e-8f52-6d0b7a4f2c11")


def make_msi(bundle: Path, version: str, icon: Path, out: Path, work: Path) -> Path:
    """``out/ShopDesk-VERSION.msi`` of the bundle."""
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    source = work / "shopdesk.wxs"
    source.write_text(wix_source(bundle, version, icon.name), encoding="utf-8")
    target = out / f"ShopDesk-{version}.msi"
    shutil.copyfile(icon, work / icon.name)
    near = work / "bundle"  # wixl takes no absolute paths
    near.unlink(missing_ok=True)
    near.symlink_to(bundle, target_is_directory=True)
    subprocess.run(["wixl", "-a", "x64", "-o", str(target), source.name], cwd=work, check=True)
    return target


def wix_source(bundle: Path, version: str, icon: str) -> str:
    """The whole source; components have ids that stay the same from version to version."""
    references: list[str] = []
    files = _folder(bundle, bundle, references)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="ShopDesk" Language="1033" Version="{version}" Manufacturer="ShopDesk contributors"
           UpgradeCode="{UPGRADE_CODE}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"/>
    <MajorUpgrade DowngradeErrorMessage="A newer version of ShopDesk is installed. Nothing was changed."/>
    <Media Id="1" Cabinet="shopdesk.cab" EmbedCab="yes"/>
    <Icon Id="shopdesk.ico" SourceFile={quoteattr(icon)}/>
    <Property Id="ARPPRODUCTICON" Value="shopdesk.ico"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="INSTALLDIR" Name="ShopDesk">
{files}
          <Component Id="FileType" Guid="{_guid("file type")}" Win64="yes">
            <RegistryValue Root="HKLM" Key="Software\\Classes\\.shopdesk" Type="string" Value="ShopDesk.Shop"
                           KeyPath="yes"/>
            <RegistryValue Root="HKLM" Key="Software\\Classes\\ShopDesk.Shop" Type="string" Value="ShopDesk shop"/>
            <RegistryValue Root="HKLM" Key="Software\\Classes\\ShopDesk.Shop\\DefaultIcon" Type="string"
                           Value="[INSTALLDIR]ShopDesk.exe,0"/>
            <RegistryValue Root="HKLM" Key="Software\\Classes\\ShopDesk.Shop\\shell\\open\\command" Type="string"
                           Value="&quot;[INSTALLDIR]ShopDesk.exe&quot; &quot;%1&quot;"/>
          </Component>
        </Directory>
      </Directory>
      <Directory Id="ProgramMenuFolder">
        <Component Id="StartMenu" Guid="{_guid("start menu")}" Win64="yes">
          <Shortcut Id="StartShopDesk" Name="ShopDesk" Target="[INSTALLDIR]ShopDesk.exe" WorkingDirectory="INSTALLDIR"
                    Icon="shopdesk.ico"/>
          <RegistryValue Root="HKLM" Key="Software\\ShopDesk" Name="StartMenu" Type="integer" Value="1" KeyPath="yes"/>
        </Component>
      </Directory>
    </Directory>
    <Feature Id="ShopDesk" Title="ShopDesk" Level="1">
      <ComponentRef Id="FileType"/>
      <ComponentRef Id="StartMenu"/>
{chr(10).join(references)}
    </Feature>
  </Product>
</Wix>
"""


def _folder(folder: Path, top: Path, references: list[str]) -> str:
    """One component a file; ids from the file's place in the bundle."""
    lines = []
    for path in sorted(folder.iterdir()):
        place = path.relative_to(top).as_posix()
        key, source = uuid.uuid5(_NAMESPACE, place).hex, quoteattr(f"bundle/{place}")
        if path.is_dir():
            inner = _folder(path, top, references)
            lines.append(f'<Directory Id="D{key}" Name={quoteattr(path.name)}>\n{inner}\n</Directory>')
        else:
            lines.append(
                f'<Component Id="C{key}" Guid="{_guid(place)}" Win64="yes">'
                f'<File Id="F{key}" Source={source} KeyPath="yes"/></Component>'
            )
            references.append(f'      <ComponentRef Id="C{key}"/>')
    return "\n".join(lines)


def _guid(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name)).upper()
