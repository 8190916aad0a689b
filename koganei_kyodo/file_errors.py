"""What the operating system says about a file that cannot be read or written, in words."""

import errno

_WORDS = {
    errno.ENOENT: "その名前のファイルかフォルダがありません。場所と名前を確かめてください",
    errno.EACCES: "許可がありません。ほかの場所にするか、ファイルの許可を確かめてください",
    errno.EPERM: "許可がありません。ほかの場所にするか、ファイルの許可を確かめてください",
    errno.EISDIR: "フォルダの名前です。ファイルの名前まで書いてください",
    errno.ENOTDIR: "途中にフォルダではない名前があります。場所を確かめてください",
    errno.EROFS: "書き込めない場所です。ほかの場所にしてください",
    errno.ENOSPC: "空きがありません。いらないファイルを消すか、ほかの場所にしてください",
    errno.ENAMETOOLONG: "名前が長すぎます。短くしてください",
}


def reason_of(error: OSError) -> str:
    """Return why a file could not be opened, and what to do; the system's own words for the rest."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
