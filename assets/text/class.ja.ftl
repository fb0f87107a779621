# 授業で読まれる言葉。班名は当地の動植物から。
team-1 = サギ
team-2 = サイガ
team-3 = ハヤブサ
team-4 = チューリップ
team-5 = アイベックス
team-6 = ポプラ
team-7 = ツル
team-8 = アンズ
team-9 = アルガリ
team-10 = アーモンド
team-11 = クーラン
team-12 = アヤメ
