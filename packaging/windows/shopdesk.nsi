; The Windows installer, for one person, without administrator rights:
;   makensis -DVERSION=0.1.0 -DBUNDLE=dist\shopdesk -DOUT=ShopDesk-0.1.0-setup.exe shopdesk.nsi
; /S installs or uninstalls without a window. Exit codes: 0 done, 2 refused because ShopDesk is running, 3 no room.
; Uninstalling removes the program and never a shop: those lie in %LOCALAPPDATA%\ShopDesk or where the owner put them.
Target amd64-unicode
Unicode true
!ifdef QUICK ; for trying: four times as fast, half as large again
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh

!define PRODUCT "ShopDesk"
!define ARP "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PRODUCT}"
!define CLASSES "Software\Classes"

Name "${PRODUCT} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${PRODUCT}"
InstallDirRegKey HKCU "${ARP}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "${PRODUCT} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${PRODUCT} Setup"
VIAddVersionKey "CompanyName" "ShopDesk contributors"
VIAddVersionKey "LegalCopyright" "© 2026 ShopDesk contributors"

!define MUI_ICON "..\icons\shopdesk.ico"
!define MUI_UNICON "..\icons\shopdesk.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\ShopDesk.exe"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString RUNNING ${LANG_ENGLISH} "ShopDesk is running. Nothing was changed. Close its window and try again."
LangString RUNNING ${LANG_SIMPCHINESE} "ShopDesk 正在运行，未做任何改动。请先关闭 ShopDesk 窗口，然后重试。"
LangString NOROOM ${LANG_ENGLISH} "There is not enough room on the disk: $R1 MB are needed, $R2 MB are free. Nothing was changed. Make room and try again."
LangString NOROOM ${LANG_SIMPCHINESE} "磁盘空间不足：需要 $R1 MB，可用 $R2 MB。未做任何改动，请清理磁盘后重试。"
LangString INCOMPLETE ${LANG_ENGLISH} "Not all files could be written, so ShopDesk is not complete. Your shops were not touched. Make room on the disk and run this again."
LangString INCOMPLETE ${LANG_SIMPCHINESE} "部分文件未能写入，ShopDesk 安装不完整，您的店铺数据没有受到影响。请清理磁盘后重新运行安装程序。"
LangString FILETYPE ${LANG_ENGLISH} "ShopDesk shop"
LangString FILETYPE ${LANG_SIMPCHINESE} "ShopDesk 店铺"
LangString KEPT ${LANG_ENGLISH} "ShopDesk was removed. Your shops are kept in $LOCALAPPDATA\ShopDesk and wherever you saved them."
LangString KEPT ${LANG_SIMPCHINESE} "ShopDesk 已卸载。店铺数据仍保留在 $LOCALAPPDATA\ShopDesk 以及您保存的其他位置。"

; A program that runs holds its file: it cannot be opened for writing.
!macro RefuseWhileRunning un
Function ${un}RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\ShopDesk.exe"
    ClearErrors
    FileOpen $R0 "$INSTDIR\ShopDesk.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $R0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Function .onInit
  SetRegView 64
  SetShellVarContext current
FunctionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
FunctionEnd

Section "ShopDesk" Main
  Call RefuseWhileRunning
  SectionGetSize ${Main} $R1
  IntOp $R1 $R1 / 1024
  ${GetRoot} "$INSTDIR" $R3
  ClearErrors
  ${DriveSpace} "$R3\" "/D=F /S=M" $R2
  ${IfNot} ${Errors}
  ${AndIf} $R2 < $R1
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(NOROOM)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}

  RMDir /r "$INSTDIR\_internal" ; what the version before brought along
  SetOutPath "$INSTDIR"
  SetOverwrite on
  ClearErrors
  File /r "${BUNDLE}\*"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(INCOMPLETE)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\ShopDesk.exe"

  WriteRegStr HKCU "${CLASSES}\.shopdesk" "" "ShopDesk.Shop"
  WriteRegStr HKCU "${CLASSES}\ShopDesk.Shop" "" "$(FILETYPE)"
  WriteRegStr HKCU "${CLASSES}\ShopDesk.Shop\DefaultIcon" "" "$INSTDIR\ShopDesk.exe,0"
  WriteRegStr HKCU "${CLASSES}\ShopDesk.Shop\shell\open\command" "" '"$INSTDIR\ShopDesk.exe" "%1"'

  WriteRegStr HKCU "${ARP}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${ARP}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ARP}" "DisplayIcon" "$INSTDIR\ShopDesk.exe"
  WriteRegStr HKCU "${ARP}" "Publisher" "ShopDesk contributors"
  WriteRegStr HKCU "${ARP}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ARP}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${ARP}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${ARP}" "NoModify" 1
  WriteRegDWORD HKCU "${ARP}" "NoRepair" 1
  SectionGetSize ${Main} $R1
  WriteRegDWORD HKCU "${ARP}" "EstimatedSize" $R1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Call un.RefuseWhileRunning
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\ShopDesk.exe"
  Delete "$INSTDIR\shopdesk-cli.exe"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing else lies in it
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  DeleteRegKey HKCU "${CLASSES}\ShopDesk.Shop"
  ReadRegStr $R0 HKCU "${CLASSES}\.shopdesk" ""
  ${If} $R0 == "ShopDesk.Shop"
    DeleteRegKey HKCU "${CLASSES}\.shopdesk"
  ${EndIf}
  DeleteRegKey HKCU "${ARP}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  MessageBox MB_OK|MB_ICONINFORMATION "$(KEPT)" /SD IDOK
SectionEnd
